package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.network.Signature;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Once it runs, a step of Kiln's own code allocates nothing. */
@Timeout(60)
class AllocationTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int STEPS = 450;
  private static final int WINDOW = 10;

  @TempDir private Path models;

  /** How much the calling thread had allocated at each call. */
  private final long[] allocated = new long[20_000];

  private int calls;

  @ParameterizedTest
  @CsvSource({
    "ddim, 1.0",
    "ddim, 3.0",
    "ddpm, 1.0",
    "euler-ancestral, 2.0",
    "heun, 1.0",
    "dpmpp-2m, 1.0",
    "unipc, 2.0"
  })
  void aStepAllocatesNothing(String sampler, double guidance) throws Exception {
    TestGenerators.write(models);
    EngineOptions options =
        EngineOptions.defaults()
            .withLoader(
                (name, bytes) ->
                    new Counted(OnnxNetwork.loader(OnnxOptions.cpu(1)).load(name, bytes)))
            .withRows(8, 64);
    try (Engine engine = Engine.open(models, options)) {
      List<Submission> all = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        all.add(
            engine.submit(
                GenerationSpec.of("tiny-ddpm")
                    .withLabel(i)
                    .withSampler(sampler)
                    .withSteps(STEPS)
                    .withGuidance(guidance)));
      }
      for (Submission each : all) {
        assertThat(each.outcome().get(50, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
      }
    }
    // While all samples are under way, and their classes are loaded. The JIT may put an object of
    // its own on the heap now and then, so a few of the windows may show one.
    List<Long> windows = new ArrayList<>();
    for (int call = 100; call < STEPS - 50; call += WINDOW) {
      windows.add(allocated[call + WINDOW] - allocated[call]);
    }
    assertThat(windows.stream().filter(bytes -> bytes != 0))
        .as("bytes in %d calls, of %d times so many", WINDOW, windows.size())
        .hasSizeLessThan(windows.size() / 3);
  }

  /** A network whose outputs are what they were; only the first output of each call is real. */
  private final class Counted implements Network {
    private final Network real;

    Counted(Network real) {
      this.real = real;
    }

    @Override
    public Signature signature() {
      return real.signature();
    }

    @Override
    public NetworkBatch newBatch(int capacity) {
      return new CountedBatch(real.newBatch(capacity));
    }

    @Override
    public void close() {
      real.close();
    }
  }

  private final class CountedBatch implements NetworkBatch {
    private final NetworkBatch real;

    CountedBatch(NetworkBatch real) {
      this.real = real;
    }

    @Override
    public int capacity() {
      return real.capacity();
    }

    @Override
    public FloatBuffer floats(String input) {
      return real.floats(input);
    }

    @Override
    public LongBuffer longs(String input) {
      return real.longs(input);
    }

    /** Does not run the network, since ONNX Runtime's binding allocates. */
    @Override
    public void run(int rows) {
      allocated[calls++] = THREADS.getCurrentThreadAllocatedBytes();
    }

    @Override
    public void stop() {
      real.stop();
    }

    @Override
    public FloatBuffer output(String output) {
      return real.output(output);
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
