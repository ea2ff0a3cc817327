package dev.kiln.generation.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a call costs on the heap beside the runtime's own. */
class OnnxBatchTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROWS = 4;
  private static final int WINDOW = 20;
  private static final int WINDOWS = 200;

  private interface Call {
    void run() throws Exception;
  }

  @Test
  void aCallAllocatesWhatTheBindingDoesAndNothingElse() throws Exception {
    byte[] graph = TinyOnnx.denoiser(4);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OnnxNetwork network = OnnxNetwork.load("tiny", graph, OnnxOptions.cpu(1));
        NetworkBatch batch = network.newBatch(ROWS);
        OrtSession session = environment.createSession(graph);
        OrtSession.RunOptions run = new OrtSession.RunOptions();
        OnnxTensor x =
            OnnxTensor.createTensor(
                environment, direct(ROWS * 16 * 4).asFloatBuffer(), new long[] {ROWS, 1, 4, 4});
        OnnxTensor t =
            OnnxTensor.createTensor(
                environment, direct(ROWS * 4).asFloatBuffer(), new long[] {ROWS});
        OnnxTensor label =
            OnnxTensor.createTensor(
                environment, direct(ROWS * 8).asLongBuffer(), new long[] {ROWS});
        OnnxTensor v =
            OnnxTensor.createTensor(
                environment, direct(ROWS * 16 * 4).asFloatBuffer(), new long[] {ROWS, 1, 4, 4})) {
      // Walking through another kind of map would cost other objects.
      Map<String, OnnxTensor> inputs = new HashMap<>(Map.of("x", x, "t", t, "label", label));
      Map<String, OnnxTensor> outputs = new HashMap<>(Map.of("v", v));
      List<Long> ours = new ArrayList<>();
      List<Long> bare = new ArrayList<>();
      for (int window = 0; window < WINDOWS; window++) {
        ours.add(allocated(() -> batch.run(ROWS)));
        bare.add(allocated(() -> session.run(inputs, Set.of(), outputs, run).close()));
      }
      assertThat(mostOften(ours)).isEqualTo(mostOften(bare)).isPositive();
    }
  }

  /** The bytes of the most windows; a few show an object of a compiler. */
  private static long mostOften(List<Long> windows) {
    return windows.stream()
        .max(Comparator.comparingInt(bytes -> Collections.frequency(windows, bytes)))
        .orElseThrow();
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  private static long allocated(Call call) throws Exception {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < WINDOW; i++) {
      call.run();
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
