package dev.kiln.export.cli;

import dev.kiln.export.nets.Network;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.function.Supplier;

/**
 * A network that ends in the generator.
 *
 * @param file its file, as the card's stages name it, such as {@code decoder.onnx}
 * @param network the network
 * @param weights its trained weights, asked for once, after the training
 */
record Exported(String file, Network network, Supplier<TorchWeights> weights) {}
