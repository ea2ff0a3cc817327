package dev.kiln.export.nets;

import dev.kiln.export.ops.Ops;
import java.util.List;

/**
 * The decoder of a variational autoencoder as a network of its own, which is what samples: a latent
 * and conditions to a sample in [-1, 1].
 *
 * @param pair the autoencoder
 * @param deviation by what latents are multiplied first; the encoder divides by it
 */
public record VaeDecoder(VariationalPair pair, double deviation) implements Network {
  @Override
  public List<Port> inputs() {
    return ConditionPorts.after(
        Port.numbers("z", ConditionPorts.sizes(pair.latentShape())), pair.conditions());
  }

  @Override
  public Port output() {
    return Port.numbers("sample", ConditionPorts.sizes(pair.sampleShape()));
  }

  @Override
  public <T> T apply(Ops<T> ops, List<T> inputs) {
    T latent = ops.scale(inputs.get(0), deviation);
    return ops.tanh(pair.decode(ops, latent, ConditionPorts.of(pair.conditions(), inputs)));
  }
}
