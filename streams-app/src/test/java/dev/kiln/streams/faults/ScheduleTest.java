package dev.kiln.streams.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void theSameSeedIsTheSameRun() {
    assertThat(Schedule.full(3)).isEqualTo(Schedule.full(3)).isNotEqualTo(Schedule.full(4));
    assertThat(drawn(3)).isEqualTo(drawn(3)).isNotEqualTo(drawn(4));
  }

  @Test
  void aFullRunHasEveryFault() {
    assertThat(Schedule.full(1)).containsAll(EnumSet.allOf(Fault.class));
  }

  private static List<Ask> drawn(long seed) {
    var asks = new Asks(seed);
    return Stream.generate(asks::next).limit(500).toList();
  }
}
