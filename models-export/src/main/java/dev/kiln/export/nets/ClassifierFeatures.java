package dev.kiln.export.nets;

import dev.kiln.export.ops.Ops;
import java.util.List;

/**
 * A classifier that also shows what its last layer sees: the space in which images are compared.
 * Its weights are those of the classifier alone.
 *
 * <pre>  x [N, C, H, W] -> features [N, 4 width], logits [N, classes] </pre>
 *
 * @param classifier the classifier
 */
public record ClassifierFeatures(Classifier classifier) implements Network {
  @Override
  public List<Port> inputs() {
    return classifier.inputs();
  }

  @Override
  public Port output() {
    return Port.numbers("features", classifier.features());
  }

  @Override
  public <T> T apply(Ops<T> ops, List<T> inputs) {
    return classifier.features(ops, inputs.get(0));
  }

  @Override
  public List<Port> outputs() {
    return List.of(output(), classifier.output());
  }

  @Override
  public <T> List<T> applyAll(Ops<T> ops, List<T> inputs) {
    T features = apply(ops, inputs);
    return List.of(features, classifier.logits(ops, features));
  }
}
