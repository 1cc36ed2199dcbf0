import socket

import midimonster

# Anybody on this computer who connects to port 8991 is told which scene is on.
listeners = []


def on_connect(server):
    client, _ = server.accept()
    listeners.append(client)
    midimonster.manage(on_data, client)


def on_data(client):
    if client.recv(1024) == b"":
        midimonster.manage(None, client)
        listeners.remove(client)
        client.close()


def scene(value):
    number = round(value * 127)
    midimonster.output("lamp", 1.0 if number > 0 else 0.0)
    for client in listeners:
        client.sendall(b"scene %d\n" % number)


server = socket.socket()
server.bind(("127.0.0.1", 8991))
server.listen()
midimonster.manage(on_connect, server)
