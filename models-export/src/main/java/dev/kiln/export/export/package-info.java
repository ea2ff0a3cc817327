/** From a network and its weights to a generator directory: ONNX file, parity gate, card. */
@NullMarked
package dev.kiln.export.export;

import org.jspecify.annotations.NullMarked;
