"""A peer for DNS-SD made of python3-zeroconf: `browse` prints the AppleMIDI sessions it finds, `announce NAME PORT IP`
announces one until it is ended."""

import socket
import sys
import time

from zeroconf import ServiceBrowser, ServiceInfo, Zeroconf

TYPE = "_apple-midi._udp.local."


class Printer:
    def add_service(self, zeroconf, kind, name):
        info = zeroconf.get_service_info(kind, name)
        if info:
            print("found", name.removesuffix("." + TYPE), info.port, flush=True)

    def update_service(self, zeroconf, kind, name):
        pass

    def remove_service(self, zeroconf, kind, name):
        print("gone", name.removesuffix("." + TYPE), flush=True)


def main():
    zeroconf = Zeroconf()
    if sys.argv[1] == "browse":
        ServiceBrowser(zeroconf, TYPE, Printer())
    else:
        name, port, address = sys.argv[2:5]
        addresses = [socket.inet_aton(address)]
        info = ServiceInfo(TYPE, f"{name}.{TYPE}", addresses=addresses, port=int(port), server="peer.local.")
        zeroconf.register_service(info)
        print("announced", flush=True)
    time.sleep(3600)


main()
