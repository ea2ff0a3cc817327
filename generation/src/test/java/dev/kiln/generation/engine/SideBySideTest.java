package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.generation.network.FakeNetwork;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several calls of one network at a time. */
@Timeout(120)
class SideBySideTest {

  private static final NetworkLoader REAL = OnnxNetwork.loader(OnnxOptions.cpu(1));

  @TempDir private Path models;

  @BeforeEach
  void writeGenerators() {
    TestGenerators.write(models);
  }

  @Test
  void callsRunSideBySideOnOneSession() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    AtomicInteger loads = new AtomicInteger();
    FakeNetwork.Before meet =
        (batch, rows) -> {
          both.countDown();
          try {
            if (!both.await(20, TimeUnit.SECONDS)) {
              throw new NetworkException("the other call did not come");
            }
          } catch (InterruptedException e) {
            throw new NetworkException("interrupted", e);
          }
        };
    NetworkLoader counting =
        (name, bytes) -> {
          loads.incrementAndGet();
          return REAL.load(name, bytes);
        };
    NetworkLoader loader = FakeNetwork.wrapping(counting, meet, new ConcurrentHashMap<>());
    try (Engine engine = open(loader, 2)) {
      int before = loads.get();
      Submission two = engine.submit(GenerationSpec.of("tiny-ddpm").withLabel(1).withCount(2));

      assertThat(two.outcome().get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
      assertThat(loads).hasValue(before);
    }
  }

  @Test
  void aCallThatFailsHarmsNoOtherCall() throws Exception {
    FakeNetwork.Before poison =
        (batch, rows) -> {
          for (int row = 0; row < rows; row++) {
            if (batch.longs("label").get(row) == 6) {
              throw new NetworkException("label 6 is poison");
            }
          }
        };
    NetworkLoader loader = FakeNetwork.wrapping(REAL, poison, new ConcurrentHashMap<>());
    try (Engine engine = open(loader, 3)) {
      List<Submission> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(
            engine.submit(
                GenerationSpec.of("tiny-ddpm").withLabel(i % 10).withGuidance(1.0).withSeed(i)));
      }
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).outcome().get(60, TimeUnit.SECONDS))
            .isInstanceOf(i % 10 == 6 ? Outcome.Failed.class : Outcome.Generated.class);
      }
    }
  }

  @Test
  void aMixOfManyIsTheSameAsEachAlone() throws Exception {
    Random random = new Random(3);
    List<GenerationSpec> specs = new ArrayList<>();
    String[] samplers = {"ddim", "ddpm", "euler", "euler-ancestral", "heun", "dpmpp-2m", "unipc"};
    for (int i = 0; i < 120; i++) {
      GenerationSpec spec =
          GenerationSpec.of("tiny-ddpm")
              .withLabel(random.nextInt(10))
              .withSeed(i)
              .withSampler(samplers[i % samplers.length])
              .withSteps(random.nextInt(10) == 0 ? 50 : 4)
              .withGuidance(1.0 + random.nextInt(3))
              .withPriority(random.nextInt(3))
              .withKey(random.nextBoolean() ? "key" + random.nextInt(4) : null);
      specs.add(i % 8 == 7 ? GenerationSpec.of("tiny-gan").withLabel(i % 10).withSeed(i) : spec);
    }
    List<float[]> alone = new ArrayList<>();
    try (Engine engine = open(REAL, 1)) {
      for (GenerationSpec spec : specs) {
        alone.add(values(engine.submit(spec)));
      }
    }
    try (Engine engine = open(REAL, 3)) {
      List<Submission> all = specs.stream().map(engine::submit).toList();
      for (int i = 0; i < all.size(); i++) {
        assertThat(values(all.get(i)))
            .as("%s", specs.get(i))
            .containsExactly(alone.get(i), within(1e-5f));
      }
    }
  }

  @Test
  void whatIsUnderWayIsCancelledAtTheEnd() throws Exception {
    List<Submission> all = new ArrayList<>();
    try (Engine engine = open(REAL, 3)) {
      for (int i = 0; i < 100; i++) {
        all.add(
            engine.submit(
                GenerationSpec.of("tiny-ddpm").withLabel(1).withSteps(1000).withCount(1000)));
      }
    }
    for (Submission each : all) {
      assertThat(each.outcome().get(1, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
    }
  }

  private Engine open(NetworkLoader loader, int callers) throws Exception {
    return Engine.open(
        models, EngineOptions.defaults().withLoader(loader).withCallers(callers).withRows(8, 64));
  }

  private static float[] values(Submission submission) throws Exception {
    Outcome outcome = submission.outcome().get(60, TimeUnit.SECONDS);
    assertThat(outcome).isInstanceOf(Outcome.Generated.class);
    return ((Outcome.Generated) outcome).samples().get(0).values();
  }
}
