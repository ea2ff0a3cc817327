package dev.kiln.streams.app;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadReplacementTest {

  private long now;
  private final List<Throwable> causes = new ArrayList<>();
  private final ThreadReplacement handler = new ThreadReplacement(() -> now, causes::add);

  @Test
  void whatPassesCostsAThread() {
    assertThat(handler.handle(new StreamsException(new TimeoutException("slow"))))
        .isEqualTo(REPLACE_THREAD);
    assertThat(causes).isEmpty();
  }

  @Test
  void whatLastsEndsTheApplication() {
    var denied = new TopicAuthorizationException("not yours");

    assertThat(handler.handle(new StreamsException(denied))).isEqualTo(SHUTDOWN_CLIENT);
    assertThat(causes).containsExactly(denied);
    assertThat(handler.handle(new OutOfMemoryError())).isEqualTo(SHUTDOWN_CLIENT);
  }

  @Test
  void threadsThatDieTooOftenEndTheApplication() {
    for (int i = 0; i < 10; i++) {
      now += Duration.ofSeconds(1).toNanos();
      assertThat(handler.handle(new StreamsException("again"))).isEqualTo(REPLACE_THREAD);
    }
    assertThat(handler.handle(new StreamsException("again"))).isEqualTo(SHUTDOWN_CLIENT);
  }

  @Test
  void threadsThatDieNowAndThenDoNot() {
    for (int i = 0; i < 15; i++) {
      now += Duration.ofSeconds(40).toNanos();
      assertThat(handler.handle(new StreamsException("again"))).isEqualTo(REPLACE_THREAD);
    }
  }
}
