package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.network.FakeNetwork;
import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where it was measured to be quicker, a call that is alone has other threads than one among many.
 */
@Timeout(60)
class AloneTest {

  private static final String QUICKER_ALONE_WITH_TWO_THREADS =
      """
      {"costs": [
        {"shape": {"callers": 2, "threads": 1, "rows": 1, "rowsAtEase": 1, "threadsAlone": 1},
         "rowsPerSecond": 2000, "loneMillis": 1},
        {"shape": {"callers": 1, "threads": 2, "rows": 1, "rowsAtEase": 1, "threadsAlone": 2},
         "rowsPerSecond": 1500, "loneMillis": 0.6}]}
      """;

  @TempDir private Path models;
  @TempDir private Path profiles;
  private final Counting loader = new Counting();

  @BeforeEach
  void measuredAs() throws Exception {
    TestGenerators.write(models);
    open().close();
    try (Stream<Path> files = Files.list(profiles)) {
      for (Path file : files.toList()) {
        Files.writeString(file, QUICKER_ALONE_WITH_TWO_THREADS);
      }
    }
    loader.calls.set(0);
    loader.alone.set(0);
  }

  @Test
  void aLoneRequestHasTheWholeDevice() throws Exception {
    try (Engine engine = open()) {
      generate(engine, 1);
      assertThat(loader.threads).isEqualTo("1 and alone 2");
      assertThat(loader.calls).hasValue(20);
      assertThat(loader.alone).hasValue(20);
    }
  }

  @Test
  void manyShareIt() throws Exception {
    try (Engine engine = open()) {
      generate(engine, 16);
      assertThat(loader.calls.get()).isGreaterThanOrEqualTo(320);
      assertThat(loader.alone.get()).as("at the very end").isLessThan(80);
    }
  }

  private static void generate(Engine engine, int count) throws Exception {
    GenerationSpec spec =
        GenerationSpec.of("tiny-ddpm")
            .withLabel(1)
            .withSteps(20)
            .withGuidance(1.0)
            .withCount(count);
    assertThat(engine.submit(spec).outcome().get(50, TimeUnit.SECONDS))
        .isInstanceOf(Outcome.Generated.class);
  }

  private Engine open() throws Exception {
    return Engine.open(
        models, EngineOptions.defaults().withLoader(loader).withProfiles(profiles).withRows(8, 64));
  }

  /** Real networks on a device of two cores that counts its calls. */
  private static final class Counting implements NetworkLoader, FakeNetwork.Before {
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger alone = new AtomicInteger();
    private volatile String threads = "";

    @Override
    public Network load(String name, byte[] bytes) throws NetworkException {
      return new FakeNetwork(OnnxNetwork.loader(OnnxOptions.cpu(1)).load(name, bytes), this);
    }

    @Override
    public NetworkLoader withThreads(int some, int whenAlone) {
      threads = some + " and alone " + whenAlone;
      return this;
    }

    @Override
    public int cores() {
      return 2;
    }

    @Override
    public String runtime() {
      return "a device of two cores";
    }

    @Override
    public void call(NetworkBatch batch, int rows) {
      calls.incrementAndGet();
    }

    @Override
    public void alone() {
      alone.incrementAndGet();
    }
  }
}
