package dev.kiln.export.nets;

import dev.kiln.export.ops.Ops;
import java.util.List;

/**
 * The generator of an adversarial pair: noise z and conditions to a sample.
 *
 * @param pair the pair
 */
public record GanGenerator(AdversarialPair pair) implements Network {
  @Override
  public List<Port> inputs() {
    return ConditionPorts.after(Port.numbers("z", pair.latent()), pair.conditions());
  }

  @Override
  public Port output() {
    return Port.numbers("sample", ConditionPorts.sizes(pair.sampleShape()));
  }

  @Override
  public <T> T apply(Ops<T> ops, List<T> inputs) {
    return pair.generate(ops, inputs.get(0), ConditionPorts.of(pair.conditions(), inputs));
  }
}
