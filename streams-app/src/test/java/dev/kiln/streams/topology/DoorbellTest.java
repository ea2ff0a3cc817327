package dev.kiln.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DoorbellTest {

  private static final Duration LONG = Duration.ofSeconds(1);

  private final Doorbell bell = new Doorbell();
  private final AtomicInteger woken = new AtomicInteger();

  @Test
  void whoListensIsWokenOnce() {
    listen();
    bell.ring();
    bell.ring();

    assertThat(woken).hasValue(1);
    assertThat(bell.stop()).isTrue();
  }

  @Test
  void whoDoesNotListenIsNotWoken() {
    bell.ring();
    listen();
    assertThat(bell.stop()).isFalse();
    bell.ring();

    assertThat(woken).hasValue(0);
  }

  @Test
  void theWaitIsAsLongAsTheMostImpatientTaskAllows() {
    assertThat(listen()).isEqualTo(LONG);
    Doorbell.Listener task = () -> 7_000_000;
    bell.add(() -> 20_000_000);
    bell.add(task);
    assertThat(listen()).isEqualTo(Duration.ofMillis(7));
    bell.remove(task);
    assertThat(listen()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void noWakeUpComesAfterTheEnd() throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    Thread ringer =
        new Thread(
            () -> {
              while (!over.get()) {
                bell.ring();
              }
            });
    ringer.start();
    int told = 0;
    for (int i = 0; i < 20_000; i++) {
      listen();
      told += bell.stop() ? 1 : 0;
      assertThat(woken).as("wake-ups that were told of").hasValue(told);
    }
    over.set(true);
    ringer.join();
  }

  private Duration listen() {
    return bell.listen(LONG, woken::incrementAndGet);
  }
}
