package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.request.GuidanceOptions;
import dev.kiln.generation.stage.Conditions;
import dev.kiln.generation.stage.Guidance;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EncodingsTest {

  private static final int ROUNDS = 50_000;
  private static final int SPINS = 10_000;

  private static final Conditions PROMPT = new Conditions(Map.of(), Map.of("prompt", List.of(1L)));
  private static final FloatTensor TEXT = new FloatTensor(Shape.of(1), new float[] {1});

  /** Otherwise the request is never heard of again. */
  @Test
  @Timeout(60)
  void ofTwoThatEncodeSideBySideOneIsTheLast() throws Exception {
    Encodings[] all = new Encodings[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      all[i] = new Encodings(PROMPT, null, new Guidance(3, GuidanceOptions.PLAIN, PROMPT));
    }
    AtomicInteger arrived = new AtomicInteger();
    boolean[][] last = new boolean[2][ROUNDS];
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Callable<Void>> callers =
          List.of(() -> encode(all, 0, arrived, last[0]), () -> encode(all, 1, arrived, last[1]));
      for (Future<Void> caller : threads.invokeAll(callers)) {
        caller.get();
      }
    } finally {
      threads.shutdownNow();
    }
    for (int i = 0; i < ROUNDS; i++) {
      assertThat(last[0][i] ^ last[1][i]).as("one of the two was told, round %d", i).isTrue();
      assertThat(all[i].conditions().encoded()).containsKey("text");
      assertThat(all[i].guidance().negative().encoded()).containsKey("text");
    }
  }

  private static Void encode(Encodings[] all, int index, AtomicInteger arrived, boolean[] last) {
    for (int i = 0; i < ROUNDS; i++) {
      // Neither begins a round before the other does.
      arrived.incrementAndGet();
      for (int spins = 0; arrived.get() < 2 * (i + 1); spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(1_000);
        }
      }
      last[i] = all[i].put(index, "text", TEXT);
    }
    return null;
  }
}
