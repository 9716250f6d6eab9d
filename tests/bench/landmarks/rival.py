"""Runs a network once for every line of its input; answers with the milliseconds it took."""

import sys
import time

import numpy
from ai_edge_litert.interpreter import Interpreter

interpreter = Interpreter(model_path=sys.argv[1], num_threads=1)
interpreter.allocate_tensors()
details = interpreter.get_input_details()[0]
elements = numpy.arange(numpy.prod(details["shape"]), dtype=numpy.int64) * 7919 % 1000 / 1000
interpreter.set_tensor(details["index"], elements.astype(numpy.float32).reshape(details["shape"]))
for _ in sys.stdin:
    start = time.perf_counter()
    interpreter.invoke()
    print((time.perf_counter() - start) * 1e3, flush=True)
