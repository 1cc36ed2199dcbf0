"""A made-up input device for tests, through /dev/uinput: has the keys A and B, the axis X (0 to 255), and a wheel. Each
line on standard input is an event, "TYPE CODE VALUE" as numbers; the end of input unplugs the device."""

import fcntl
import os
import struct
import sys
import time

# From the kernel's interface: _IOW('U', n, int) and _IO('U', n).
SET_EVBIT, SET_KEYBIT, SET_RELBIT, SET_ABSBIT = 0x40045564, 0x40045565, 0x40045566, 0x40045567
CREATE, DESTROY = 0x5501, 0x5502
EV_SYN, EV_KEY, EV_REL, EV_ABS = 0, 1, 2, 3
KEY_A, KEY_B, REL_WHEEL, ABS_X = 30, 48, 8, 0
AXES = 64


def main():
    device = os.open("/dev/uinput", os.O_WRONLY)
    for bit in (EV_KEY, EV_REL, EV_ABS):
        fcntl.ioctl(device, SET_EVBIT, bit)
    for key in (KEY_A, KEY_B):
        fcntl.ioctl(device, SET_KEYBIT, key)
    fcntl.ioctl(device, SET_RELBIT, REL_WHEEL)
    fcntl.ioctl(device, SET_ABSBIT, ABS_X)
    most = [0] * AXES
    most[ABS_X] = 255
    # struct uinput_user_dev: name, bus/vendor/product/version, force feedback, then max, min, fuzz and flat of all axes.
    header = struct.pack("80sHHHHi", sys.argv[1].encode(), 3, 1, 1, 1, 0)
    os.write(device, header + struct.pack(f"{AXES}i", *most) + bytes(3 * AXES * 4))
    fcntl.ioctl(device, CREATE)
    print("plugged", flush=True)
    for line in sys.stdin:
        kind, code, value = map(int, line.split())
        now = time.time()
        for event in ((kind, code, value), (EV_SYN, 0, 0)):
            os.write(device, struct.pack("qqHHi", int(now), 0, *event))
    fcntl.ioctl(device, DESTROY)


main()
