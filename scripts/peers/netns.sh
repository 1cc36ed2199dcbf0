#!/usr/bin/env bash
# netns.sh COMMAND... : run COMMAND in a network of its own, from which nothing can leave the machine:
#   a0 10.99.0.1/24 (COMMAND, the program's side) <-> b0 10.99.0.2/24 (the peers' side)
# Peers are started with `nsenter -t $PEER_NSPID -n`. Needs root.
exec unshare -n bash -c '
set -e
ip link set lo up
unshare -n sleep 86400 & export PEER_NSPID=$!
trap "kill $PEER_NSPID" EXIT
for _ in $(seq 100); do
  [ "$(readlink /proc/$PEER_NSPID/ns/net)" != "$(readlink /proc/self/ns/net)" ] && break
  sleep 0.02
done
peer="nsenter -t $PEER_NSPID -n"
ip link add a0 type veth peer name b0 netns $PEER_NSPID
# OLA does not answer polls without a broadcast address.
ip addr add 10.99.0.1/24 brd + dev a0
ip link set a0 up
ip route add 224.0.0.0/4 dev a0
$peer ip link set lo up
$peer ip addr add 10.99.0.2/24 brd + dev b0
$peer ip link set b0 up
$peer ip route add 224.0.0.0/4 dev b0
"$@"' netns "$@"
