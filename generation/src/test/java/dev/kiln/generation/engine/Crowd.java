package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Ten requests to tiny-ddpm that share their calls, one for each label, each of one sample. */
final class Crowd {

  private static final int SIZE = 10;

  private final List<Submission> submissions = new ArrayList<>();

  static Crowd submit(Engine engine) {
    Crowd crowd = new Crowd();
    for (int label = 0; label < SIZE; label++) {
      crowd.submissions.add(engine.submit(request(label)));
    }
    return crowd;
  }

  static GenerationSpec request(int label) {
    return GenerationSpec.of("tiny-ddpm").withLabel(label).withSeed(label).withGuidance(1.0);
  }

  Outcome outcome(int label) throws Exception {
    return submissions.get(label).outcome().get(30, TimeUnit.SECONDS);
  }

  /** Those that failed, by label. */
  Map<Integer, Outcome.Failed> failed() throws Exception {
    Map<Integer, Outcome.Failed> failed = new TreeMap<>();
    for (int label = 0; label < SIZE; label++) {
      if (outcome(label) instanceof Outcome.Failed one) {
        failed.put(label, one);
      }
    }
    return failed;
  }

  /** How one failed, which it must have. */
  Outcome.Failed failure(int label) throws Exception {
    assertThat(outcome(label)).isInstanceOf(Outcome.Failed.class);
    return (Outcome.Failed) outcome(label);
  }

  /** Checks that the samples of all but the failed are those of the other crowd. */
  void hasSamplesOf(Crowd other) throws Exception {
    for (int label = 0; label < SIZE; label++) {
      if (!(outcome(label) instanceof Outcome.Failed)) {
        assertThat(sample(label)).containsExactly(other.sample(label), within(1e-5f));
      }
    }
  }

  private float[] sample(int label) throws Exception {
    assertThat(outcome(label)).isInstanceOf(Outcome.Generated.class);
    return ((Outcome.Generated) outcome(label)).samples().get(0).values();
  }
}
