package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that take turns, keep them, leave early, are given up, and end while they wait. */
@Timeout(60)
class TurnsRaceTest {

  private static final int NETWORKS = 4;
  private static final int CALLERS = 3;
  private static final int CALLS = 2000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void noPlaceIsLostOrGivenTwice(int places) throws Exception {
    // By a clock that moves with each look, so that no call is a short one.
    var clock = new AtomicLong();
    Turns turns = new Turns(places, () -> clock.addAndGet(Turns.SHORT_NANOS));
    AtomicInteger taken = new AtomicInteger();
    List<Callable<Integer>> callers = new ArrayList<>();
    for (int network = 0; network < NETWORKS; network++) {
      int width = 1 + network % places;
      Turns.Share share = turns.share(width);
      for (int i = 0; i < CALLERS; i++) {
        var random = new Random(network * 100L + i);
        callers.add(() -> calls(share, width, random, taken));
      }
    }
    ExecutorService threads = Executors.newFixedThreadPool(callers.size());
    try {
      for (Future<Integer> most : threads.invokeAll(callers)) {
        // The last to come may take more places than are free.
        assertThat(most.get()).isBetween(1, 2 * places - 1);
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(turns.waiting()).isZero();
    for (int i = 0; i < places; i++) {
      assertThat(turns.share(1).turn(() -> false).ask()).as("place %d is free", i).isTrue();
    }
    assertThat(turns.share(1).turn(() -> false).ask()).isFalse();
  }

  /** Calls so often; the most places that it saw taken. */
  private static int calls(Turns.Share share, int width, Random random, AtomicInteger taken) {
    AtomicBoolean over = new AtomicBoolean();
    Turn turn = share.turn(over::get);
    int most = 0;
    for (int call = 0; call < CALLS; call++) {
      over.set(random.nextInt(50) == 0);
      if (!turn.ask() && !turn.await()) {
        continue;
      }
      most = Math.max(most, taken.addAndGet(width));
      if (random.nextInt(8) == 0) {
        LockSupport.parkNanos(1 + random.nextInt(20_000));
      }
      taken.addAndGet(-width);
      int how = random.nextInt(20);
      if (how == 0) {
        turn.leave();
      } else if (how == 1) {
        // Given up, as the watchdog does, with the call still under way.
        turn.begin();
        turn.leave();
        Turn given = turn;
        turn = share.turn(over::get);
        given.end();
      } else {
        turn.begin();
        turn.end();
      }
    }
    turn.leave();
    return most;
  }
}
