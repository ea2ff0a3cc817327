/**
 * ONNX graphs as such: their tensors and attributes, who makes and uses a value, which shapes are
 * known, what a sound graph is. Knows nothing of networks or PyTorch.
 */
@NullMarked
package dev.kiln.export.graph;

import org.jspecify.annotations.NullMarked;
