"""An OSCQuery client made of python3-zeroconf and python3-websocket: `browse` prints the servers it finds, `walk URL
[TOKEN]` every address of one, `listen URL TOKEN LINE...` what reaches it over a WebSocket, after it has sent the lines:
`/path VALUE` as OSC, others as text."""

import json
import struct
import sys
import time
import urllib.error
import urllib.request

TYPES = ["_oscjson._tcp.local.", "_osc._udp.local."]


class Printer:
    def add_service(self, zeroconf, kind, name):
        info = zeroconf.get_service_info(kind, name)
        if info:
            addresses = " ".join(sorted(info.parsed_addresses()))
            kind = kind.split(".local")[0]
            print("found", kind, name.split("._")[0], info.port, addresses, info.server, flush=True)

    def update_service(self, zeroconf, kind, name):
        pass

    def remove_service(self, zeroconf, kind, name):
        print("gone", kind.split(".local")[0], name.split("._")[0], flush=True)


def browse():
    from zeroconf import ServiceBrowser, Zeroconf

    ServiceBrowser(Zeroconf(), TYPES, Printer())
    time.sleep(3600)


def walk(url, token=None):
    request = urllib.request.Request(url, headers={"X-Auth-Token": token} if token else {})
    try:
        show(json.load(urllib.request.urlopen(request)))
    except urllib.error.HTTPError as error:
        print("refused", error.code, flush=True)
    print("end", flush=True)


def show(node):
    if "TYPE" in node:
        print("node", node["FULL_PATH"], node["TYPE"], node["ACCESS"], node.get("VALUE"), flush=True)
    for child in node.get("CONTENTS", {}).values():
        show(child)


def padded(text):
    data = text.encode() + b"\0"
    return data + b"\0" * (-len(data) % 4)


def listen(url, token, *lines):
    import websocket

    header = ["Authorization: Bearer " + token] if token else []
    socket = websocket.create_connection(url.replace("http", "ws"), header=header, suppress_origin=True)
    print("connected", flush=True)
    for line in lines:
        send(socket, line)
    while True:
        opcode, data = socket.recv_data()
        if opcode == websocket.ABNF.OPCODE_TEXT:
            print("text", data.decode(), flush=True)
        elif opcode == websocket.ABNF.OPCODE_BINARY:
            path = data[: data.index(0)].decode()
            print("value", path, "%.2f" % struct.unpack(">f", data[-4:])[0], flush=True)


def send(socket, line):
    if line.startswith("/"):
        path, value = line.rsplit(" ", 1)
        socket.send_binary(padded(path) + padded(",f") + struct.pack(">f", float(value)))
    else:
        socket.send(line)


{"browse": browse, "walk": walk, "listen": listen}[sys.argv[1]](*sys.argv[2:])
