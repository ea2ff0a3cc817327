package dev.kiln.export.nets;

import dev.kiln.export.ops.Ops;
import java.util.List;

/**
 * The encoder of a variational autoencoder as a network of its own: x and conditions to mean and
 * log variance of the latent.
 *
 * @param pair the autoencoder
 * @param deviation by what latents are divided, so that those of the data have a variance of one
 */
public record VaeEncoder(VariationalPair pair, double deviation) implements Network {
  @Override
  public List<Port> inputs() {
    return ConditionPorts.after(
        Port.numbers("x", ConditionPorts.sizes(pair.sampleShape())), pair.conditions());
  }

  @Override
  public Port output() {
    return Port.numbers("mean", ConditionPorts.sizes(pair.latentShape()));
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        output(), Port.numbers("log_variance", ConditionPorts.sizes(pair.latentShape())));
  }

  @Override
  public <T> T apply(Ops<T> ops, List<T> inputs) {
    return applyAll(ops, inputs).get(0);
  }

  @Override
  public <T> List<T> applyAll(Ops<T> ops, List<T> inputs) {
    List<T> latent = pair.encode(ops, inputs.get(0), ConditionPorts.of(pair.conditions(), inputs));
    return List.of(
        ops.scale(latent.get(0), 1 / deviation),
        ops.shift(latent.get(1), -2 * Math.log(deviation)));
  }
}
