"""Writes expectations.json: what scipy and numpy make of a short signal. Run it by hand when a case is added.

The signal is the same in filter-expectations.test.ts: a row of 16-bit integers by a linear congruential generator.
Outputs are 16-bit integers, little-endian, rounded half to even and clipped, as base64.
"""

import base64
import json

import numpy as np
from scipy import signal

RATE = 44100
N = 400


def make_signal():
    x, state = [], 1
    for i in range(N):
        state = (state * 1103515245 + 12345) % 2147483648
        x.append(round(9000 * np.sin(i * i / 900)) + (state >> 16) % 8001 - 4000)
    return np.array(x) / 32768


def to16(y):
    whole = np.clip(np.rint(y * 32768), -32768, 32767).astype("<i2")
    return base64.b64encode(whole.tobytes()).decode()


CASES = [
    ("low", 1, [1000]), ("low", 4, [1000]), ("low", 7, [300]), ("high", 2, [2000]), ("high", 5, [500]),
    ("band", 1, [500, 2000]), ("band", 3, [300, 3400]), ("band", 4, [1000, 1200]), ("notch", 2, [900, 1100]),
    ("notch", 3, [200, 5000]), ("low", 12, [4000]), ("band", 2, [20, 20000]),
]
KIND = {"low": "lowpass", "high": "highpass", "band": "bandpass", "notch": "bandstop"}

x = make_signal()
filters = []
for kind, order, f in CASES:
    sos = signal.butter(order, f[0] if len(f) == 1 else f, KIND[kind], fs=RATE, output="sos")
    for zero_phase in (False, True):
        y = signal.sosfiltfilt(sos, x) if zero_phase else signal.sosfilt(sos, x)
        filters.append({"type": kind, "order": order, "f": f, "zero_phase": zero_phase, "output": to16(y)})

legacy = np.random.RandomState(1)
noise = list(legacy.uniform(-0.98, 0.98, 10))
with open("expectations.json", "w") as out:
    json.dump({"rate": RATE, "noise": noise, "filters": filters}, out, indent=2)
    out.write("\n")
