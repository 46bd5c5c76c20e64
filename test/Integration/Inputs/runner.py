"""What lies between a network of the repository and mlir-runner, with the standard library alone.

runner.py module MODEL INPUTS COUNT     prints MODEL with a main that runs it on the first COUNT inputs
runner.py compare PRINTED OUTPUTS       compares what that main printed with the first rows of an array
"""

import array
import ast
import re
import struct
import sys
from pathlib import Path

CODES = {"|i1": "b", "<i2": "h", "<i4": "i"}


def read_npy(path: str) -> tuple[list[int], "array.array[int]"]:
    """Shape and numbers of an array of signed integers."""
    data = Path(path).read_bytes()
    (length,) = struct.unpack_from("<H", data, 8)
    header = ast.literal_eval(data[10 : 10 + length].decode())
    assert data[6] == 1 and not header["fortran_order"], header
    return list(header["shape"]), array.array(CODES[header["descr"]], data[10 + length :])


def print_module(model: str, inputs: str, count: str) -> None:
    text = Path(model).read_text()
    head = re.search(r"func\.func @(\w+)\(%\w+: (tensor<1x[^>]*>).*?\) -> \(?(tensor<[^>]*>)", text)
    assert head, "expected one argument and one result"
    name, argument, result = head.groups()
    wide = re.sub(r"xi\d+>", "xi32>", result)
    _, values = read_npy(inputs)
    size = len(values) // read_npy(inputs)[0][0]
    shape = [int(d) for d in argument[7:-1].split("x")[:-1]]
    main = ["  func.func private @printMemrefI32(tensor<*xi32>)", "  func.func @run_all() {"]
    for i in range(int(count)):
        image = nested(values[i * size : (i + 1) * size], shape)
        main += [
            f'    %x{i} = "tosa.const"() <{{values = dense<{image}> : {argument}}}> : () -> {argument}',
            f"    %y{i} = call @{name}(%x{i}) : ({argument}) -> {result}",
            f"    %w{i} = tosa.cast %y{i} : ({result}) -> {wide}",
            f"    %u{i} = tensor.cast %w{i} : {wide} to tensor<*xi32>",
            f"    call @printMemrefI32(%u{i}) : (tensor<*xi32>) -> ()",
        ]
    end = text.rstrip().rindex("}") if text.lstrip().startswith("module") else len(text)
    print("\n".join([text[:end], *main, "    return", "  }", text[end:]]))


def nested(values: "array.array[int]", shape: list[int]) -> object:
    """The numbers as nested lists."""
    if len(shape) == 1:
        return list(values)
    step = len(values) // shape[0]
    return [nested(values[i : i + step], shape[1:]) for i in range(0, len(values), step)]


def compare(printed: str, outputs: str) -> None:
    text = Path(printed).read_text()
    expected = [int(n) for data in re.findall(r"data =\s*([^U]*)", text) for n in re.findall(r"-?\d+", data)]
    shape, found = read_npy(outputs)
    rows = len(expected) // (len(found) // shape[0])
    different = sum(a != b for a, b in zip(expected, found))
    print(f"{rows} rows, {len(expected)} numbers from {min(expected)} to {max(expected)}, {different} differences")


if __name__ == "__main__":
    {"module": print_module, "compare": compare}[sys.argv[1]](*sys.argv[2:])
