package dev.kiln.streams.demo.augment;

import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.tensor.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/** Digits that a generator draws, where nobody has real ones at hand. */
final class Drawn {

  private static final int AT_ONCE = 25;

  private Drawn() {}

  /**
   * So many digits of each class, one class after the other.
   *
   * @throws IllegalStateException in one sentence, if the generator does not draw them
   */
  static List<LabelledImage> digits(Engine engine, String generator, int each) {
    List<LabelledImage> images = new ArrayList<>();
    for (int i = 0; i < each; i += AT_ONCE) {
      for (int label = 0; label < 10; label++) {
        Outcome outcome =
            engine
                .submit(
                    GenerationSpec.of(generator)
                        .withLabel(label)
                        .withCount(Math.min(AT_ONCE, each - i))
                        .withSeed(1_000L + i))
                .outcome()
                .join();
        if (!(outcome instanceof Outcome.Generated generated)) {
          throw new IllegalStateException(generator + " does not draw digits: " + outcome);
        }
        for (FloatTensor picture : generated.samples()) {
          images.add(new LabelledImage(picture, label));
        }
      }
    }
    return images;
  }
}
