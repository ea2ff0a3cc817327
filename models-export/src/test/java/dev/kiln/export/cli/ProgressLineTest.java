package dev.kiln.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final StringWriter out = new StringWriter();
  private final AtomicLong now = new AtomicLong();

  @Test
  void isDrawnOverOnATerminal() {
    ProgressLine line = line(true);
    line.at("samples", 0, 40);
    after(1);
    line.at("samples", 10, 40);
    after(3);
    line.at("samples", 40, 40);

    assertThat(out.toString())
        .isEqualTo(
            "\r\u001b[Ksamples                  ███████░░░░░░░░░░░░░░░░░░░░░░░ 10 of 40, 3 s left"
                + "\r\u001b[Ksamples                  ██████████████████████████████ 40 of 40, 4.0 s\n");
  }

  @Test
  void isALineEveryTenSecondsElsewhere() {
    ProgressLine line = line(false);
    for (int done = 0; done <= 25; done++) {
      line.at("features", done, 25);
      after(1);
    }

    assertThat(out.toString().lines()).hasSize(3);
    assertThat(out.toString().lines().toList().get(0)).endsWith("10 of 25, 15 s left");
    assertThat(out.toString().lines().toList().get(2)).endsWith("25 of 25, 25.0 s");
  }

  private ProgressLine line(boolean terminal) {
    return new ProgressLine(new PrintWriter(out), terminal, now::get);
  }

  private void after(int seconds) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }
}
