package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.network.Signature;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A step of Kiln's own code allocates nothing, from the end of a call of the network to the begin
 * of the next. What ONNX Runtime's binding allocates in a call is its own ({@code OnnxBatchTest}).
 *
 * <p>Measured in a process that compiles nothing: there each object that the source makes is one on
 * the heap, and not a single byte is let pass. With compilers at work, one step in some hundreds
 * shows up to a few hundred bytes that no line of the source makes.
 */
@Timeout(120)
class AllocationTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int STEPS = 150;
  private static final int SAMPLES = 6;

  /** The first calls load classes, and begin samples; towards the end samples finish. */
  private static final int FIRST = 20;

  /** Sampler and guidance. */
  private static final Map<String, Double> WALKS = new TreeMap<>();

  static {
    WALKS.put("ddim", 3.0);
    WALKS.put("ddpm", 1.0);
    WALKS.put("dpmpp-2m", 1.0);
    WALKS.put("euler-ancestral", 2.0);
    WALKS.put("heun", 1.0);
    WALKS.put("unipc", 2.0);
  }

  @Test
  void aStepAllocatesNothing(@TempDir Path models) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xint",
                "-Xmx128m",
                AllocationTest.class.getName(),
                TestGenerators.write(models).toString())
            .redirectErrorStream(true);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said.lines().filter(line -> line.startsWith("steps of ")))
        .as(said)
        .hasSize(WALKS.size())
        .allMatch(line -> line.endsWith(" allocated: {}"));
  }

  /** The process: the directory of generators. */
  public static void main(String[] args) throws Exception {
    for (Map.Entry<String, Double> walk : WALKS.entrySet()) {
      Calls calls = new Calls();
      int measured = calls.walk(Path.of(args[0]), walk.getKey(), walk.getValue());
      Map<Integer, Long> allocated = new TreeMap<>();
      for (int call = FIRST; call < FIRST + measured; call++) {
        if (calls.between[call] != 0) {
          allocated.put(call, calls.between[call]);
        }
      }
      System.out.printf("steps of %s that allocated: %s%n", walk.getKey(), allocated);
    }
  }

  /** The calls of one network, by one thread. */
  private static final class Calls {

    /** What the calling thread allocated between two calls: place n is before call n. */
    private final long[] between = new long[20_000];

    private final CountDownLatch allAreThere = new CountDownLatch(1);

    private long left;
    private int calls;

    /** Walks all samples side by side; returns how many calls after the first carried all. */
    int walk(Path models, String sampler, double guidance) throws Exception {
      EngineOptions options =
          EngineOptions.defaults()
              .withLoader(
                  (name, bytes) ->
                      new Counted(OnnxNetwork.loader(OnnxOptions.cpu(1)).load(name, bytes), this))
              .withRows(8, 64);
      GenerationSpec spec =
          GenerationSpec.of("tiny-ddpm")
              .withSampler(sampler)
              .withSteps(STEPS)
              .withGuidance(guidance);
      try (Engine engine = Engine.open(models, options)) {
        List<Submission> all = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
          all.add(engine.submit(spec.withLabel(i)));
        }
        allAreThere.countDown();
        for (Submission each : all) {
          assertThat(each.outcome().get(50, TimeUnit.SECONDS))
              .isInstanceOf(Outcome.Generated.class);
        }
      }
      assertThat(calls).isGreaterThanOrEqualTo(STEPS);
      return STEPS - 2 * FIRST;
    }
  }

  /** A network that notes what was allocated between its calls. */
  private record Counted(Network real, Calls calls) implements Network {
    @Override
    public Signature signature() {
      return real.signature();
    }

    @Override
    public NetworkBatch newBatch(int capacity) {
      return new CountedBatch(real.newBatch(capacity), calls);
    }

    @Override
    public void close() {
      real.close();
    }
  }

  private record CountedBatch(NetworkBatch real, Calls calls) implements NetworkBatch {
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

    @Override
    public void run(int rows) throws NetworkException {
      try {
        calls.allAreThere.await();
      } catch (InterruptedException e) {
        throw new NetworkException("interrupted", e);
      }
      calls.between[calls.calls++] = THREADS.getCurrentThreadAllocatedBytes() - calls.left;
      real.run(rows);
      calls.left = THREADS.getCurrentThreadAllocatedBytes();
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
