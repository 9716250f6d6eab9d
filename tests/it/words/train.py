"""Trains a model of one word, HAND: some hand is seen. Python's own library is all it needs.

It follows weights/README.md alone, as anybody's program could: train.py FOLDER.
"""

import json
import math
import pathlib
import random
import struct
import sys

FEATURES, WIDTH = 153, 2
# The first number of each hand says whether it is seen; the right one comes second.
SEEN = (0, 73)


def learn(examples, rate=0.5, rounds=400):
    """Logistic regression by gradient descent: weights of both inputs, bias."""
    weights, bias = [0.0, 0.0], 0.0
    for _ in range(rounds):
        for inputs, wanted in examples:
            score = bias + sum(w * x for w, x in zip(weights, inputs))
            error = 1 / (1 + math.exp(-score)) - wanted
            weights = [w - rate * error * x for w, x in zip(weights, inputs)]
            bias -= rate * error
    return weights, bias


def safetensors(tensors):
    header, data = {}, b""
    for name, (shape, values) in sorted(tensors.items()):
        values = struct.pack(f"<{len(values)}f", *values)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def main(folder):
    draw = random.Random(1)
    hands = [(float(draw.random() < 0.5), float(draw.random() < 0.5)) for _ in range(100)]
    weights, bias = learn([(seen, float(any(seen))) for seen in hands])
    pick = [1.0 if feature == SEEN[row] else 0.0 for row in range(WIDTH) for feature in range(FEATURES)]
    tensors = {
        "input.weight": ([WIDTH, FEATURES], pick),
        "input.bias": ([WIDTH], [0.0] * WIDTH),
        "blocks.0.taps.weight": ([WIDTH, 3 * WIDTH], [0.0] * (3 * WIDTH * WIDTH)),
        "blocks.0.taps.bias": ([WIDTH], [0.0] * WIDTH),
        "blocks.0.mix.weight": ([WIDTH, WIDTH], [0.0] * (WIDTH * WIDTH)),
        "blocks.0.mix.bias": ([WIDTH], [0.0] * WIDTH),
        # Softmax of nothing's 0 and this score is the logistic function of it.
        "output.weight": ([2, WIDTH], [0.0] * WIDTH + weights),
        "output.bias": ([2], [0.0, bias]),
    }
    config = {
        "architecture": "signs-causal-convolutions",
        "language": "ase",
        "landmarks": {"network": "hand_landmark_full.tflite", "sha256": "not checked by this program"},
        "rate": 15.0,
        "width": WIDTH,
        "dilations": [1],
        "words": [{"sign": "hand", "text": "HAND"}],
        "telling": {"score": 0.9, "steps": 3, "after": 10},
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config, indent=2))
    (folder / "model.safetensors").write_bytes(safetensors(tensors))


main(pathlib.Path(sys.argv[1]))
