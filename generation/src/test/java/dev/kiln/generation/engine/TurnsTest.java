package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.generation.engine.SimulatedDevice.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who calls next on a device, by a clock that is moved by hand. */
class TurnsTest {

  private static final long MS = 1_000_000;

  /** How long a caller is at its samples between two calls. */
  private static final long GAP = 50_000;

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "2, 2", "4, 4", "4, 8"})
  void longAndShortCallsGetTheSameDeviceTime(int places, int callers) {
    var device = new SimulatedDevice(places);
    Network slow = device.network(1, callers, GAP, () -> 10 * MS);
    Network quick = device.network(1, callers, GAP, () -> MS);

    device.run(1000 * MS);

    assertThat(slow.used()).isCloseTo(quick.used(), within(bound(places, slow, quick)));
    assertThat(slow.used() + quick.used()).isGreaterThan(900 * MS * places);
  }

  @Test
  void howMuchOneAsksForIsNothingToTheOthers() {
    var device = new SimulatedDevice(2);
    Network flood = device.network(1, 50, 0, () -> 5 * MS);
    Network modest = device.network(1, 1, GAP, () -> 5 * MS);

    device.run(1000 * MS);

    // One caller can have one place of the two.
    assertThat(modest.used()).isGreaterThan(970 * MS);
    assertThat(flood.used()).isGreaterThan(970 * MS);
  }

  @Test
  void ofNetworksWhoseCallsAreAlikeEachHasEveryNth() {
    var device = new SimulatedDevice(1);
    List<Network> networks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      networks.add(device.network(1, 1 + i, GAP, () -> 3 * MS));
    }
    device.run(
        600 * MS,
        () ->
            assertThat(networks.stream().mapToInt(Network::calls).summaryStatistics())
                .satisfies(all -> assertThat(all.getMax() - all.getMin()).isLessThan(2)));
  }

  @Test
  void nobodySavesUpWhileItRests() {
    var device = new SimulatedDevice(1);
    Network busy = device.network(1, 1, GAP, () -> 2 * MS);
    Network back = device.network(1, 2, GAP, () -> 2 * MS);
    back.rests(true);
    device.run(10_000 * MS);

    back.rests(false);
    long before = busy.used();
    device.run(100 * MS);

    assertThat(back.used()).isBetween(46 * MS, 54 * MS);
    assertThat(busy.used() - before).isBetween(46 * MS, 54 * MS);
  }

  @Test
  void whatItTookWhileItWasAloneIsNotHeldAgainstIt() {
    var device = new SimulatedDevice(1);
    Network first = device.network(1, 2, GAP, () -> 2 * MS);
    Network late = device.network(1, 1, GAP, () -> 2 * MS);
    late.rests(true);
    device.run(10_000 * MS);
    late.rests(false);
    device.run(20 * MS);

    long before = first.used();
    device.run(100 * MS);

    assertThat(first.used() - before).isBetween(46 * MS, 54 * MS);
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 2", "1, 1, 10", "1, 20, 1", "2, 2, 2", "2, 10, 1"})
  void whatIsUrgentGoesFirstAndLeavesAQuarter(int places, long urgentMs, long otherMs) {
    var device = new SimulatedDevice(places);
    Network urgent = device.network(1, 2 * places, GAP, () -> urgentMs * MS);
    Network other = device.network(1, 2 * places, GAP, () -> otherMs * MS);
    Network third = device.network(1, places, GAP, () -> otherMs * MS);
    urgent.isUrgent(5);
    third.isUrgent(-5);
    device.run(4000 * MS);

    long all = 4000 * MS * places;
    assertThat(urgent.used()).isBetween((long) (0.68 * all), (long) (0.82 * all));
    assertThat(other.used() + third.used()).isBetween((long) (0.18 * all), (long) (0.32 * all));
    assertThat(third.used()).isGreaterThan((long) (0.02 * all));

    // It does not pay for it afterwards.
    urgent.isUrgent(0);
    third.isUrgent(0);
    long before = urgent.used();
    device.run(1200 * MS);
    assertThat(urgent.used() - before)
        .isBetween((long) (0.26 * 1200 * MS * places), (long) (0.41 * 1200 * MS * places));
  }

  @Test
  void aShortCallOfOneThatPausedBeginsAtOnceOnACpuUntilItHadItsPart() {
    var clock = new AtomicLong();
    Turns turns = new Turns(2, clock::get);
    Turn brief = turns.share(1).turn(() -> false);
    Turn slow = turns.share(2).turn(() -> false);
    call(brief, clock, Turns.SHORT_NANOS / 2);
    call(slow, clock, 10 * MS);
    call(slow, clock, 10 * MS);

    assertThat(slow.ask()).isTrue();
    slow.begin();
    call(brief, clock, Turns.SHORT_NANOS / 2);
    assertThat(brief.ask()).as("ahead of the other by now").isFalse();
    slow.end();
    assertThat(brief.isHere()).isTrue();
  }

  private static void call(Turn turn, AtomicLong clock, long nanos) {
    assertThat(turn.ask()).isTrue();
    turn.begin();
    clock.addAndGet(nanos);
    turn.end();
  }

  @Test
  void whatIsAlikeUrgentShares() {
    var device = new SimulatedDevice(1);
    Network slow = device.network(1, 1, GAP, () -> 10 * MS);
    Network quick = device.network(1, 1, GAP, () -> MS);
    slow.isUrgent(7);
    quick.isUrgent(7);

    device.run(1000 * MS);

    assertThat(slow.used()).isCloseTo(quick.used(), within(bound(1, slow, quick)));
  }

  @Test
  void aCallOfManyThreadsWaitsForOnePlaceOnly() {
    var device = new SimulatedDevice(4);
    Network wide = device.network(4, 1, GAP, () -> 2 * MS);
    Network narrow = device.network(1, 8, GAP, () -> 2 * MS);

    device.run(1000 * MS);

    assertThat(wide.used()).isCloseTo(narrow.used(), within(bound(4, wide, narrow)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void theBoundHoldsWhateverCallsTake(int seed) {
    Random random = new Random(seed);
    int places = 1 + random.nextInt(4);
    var device = new SimulatedDevice(places);
    List<Network> all = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(4); i++) {
      long most = MS << random.nextInt(6);
      // Enough callers that some always wait, as the bound is for those.
      all.add(
          device.network(
              1,
              2 * places + random.nextInt(3),
              GAP,
              () -> 1 + (long) (random.nextDouble() * most)));
    }
    List<List<Long>> used = new ArrayList<>();
    device.run(5000 * MS, () -> used.add(all.stream().map(Network::used).toList()));

    for (int a = 0; a < all.size(); a++) {
      for (int b = 0; b < a; b++) {
        long ahead = 0;
        long behind = 0;
        for (List<Long> now : used) {
          ahead = Math.max(ahead, now.get(a) - now.get(b));
          behind = Math.max(behind, now.get(b) - now.get(a));
        }
        assertThat(ahead + behind)
            .as("networks %d and %d on %d places", a, b, places)
            .isLessThanOrEqualTo(bound(places, all.get(a), all.get(b)));
      }
    }
  }

  /** By how much the device times of two that both wait may differ, over any while. */
  private static long bound(int places, Network a, Network b) {
    return (2L * places + 1) * (a.longest() + b.longest());
  }

  @Test
  void aCallThatDoesNotEndLetsOthersGoOn() {
    Turns turns = new Turns(1, System::nanoTime);
    Turn hung = turns.share(1).turn(() -> false);
    Turn other = turns.share(1).turn(() -> false);
    Turn third = turns.share(1).turn(() -> false);
    assertThat(hung.ask()).isTrue();
    hung.begin();
    assertThat(other.ask()).isFalse();
    assertThat(third.ask()).isFalse();

    hung.look(Turns.LAPSE_NANOS - 1);
    assertThat(other.isHere()).isFalse();
    hung.look(1);
    assertThat(other.isHere()).isTrue();

    // When it ends after all, it has no place to give back.
    hung.end();
    hung.leave();
    assertThat(third.isHere()).isFalse();
    other.leave();
    assertThat(third.isHere()).isTrue();
  }

  @Test
  void whatIsGivenUpComesBackOnce() {
    Turns turns = new Turns(1, System::nanoTime);
    Turn abandoned = turns.share(1).turn(() -> false);
    Turn other = turns.share(1).turn(() -> false);
    Turn third = turns.share(1).turn(() -> false);
    assertThat(abandoned.ask()).isTrue();
    abandoned.begin();
    assertThat(other.ask()).isFalse();
    assertThat(third.ask()).isFalse();

    abandoned.leave();
    assertThat(other.isHere()).isTrue();
    abandoned.end();
    abandoned.leave();
    assertThat(third.isHere()).isFalse();
  }

  @Test
  void whoIsToEndWaitsNoLonger() {
    Turns turns = new Turns(1, System::nanoTime);
    Turn here = turns.share(1).turn(() -> false);
    Turn ending = turns.share(1).turn(() -> true);
    assertThat(here.ask()).isTrue();
    assertThat(ending.ask()).isFalse();

    assertThat(ending.await()).isFalse();
    assertThat(turns.waiting()).isZero();
  }

  @Test
  void aPlaceThatIsKeptTooLongIsLost() {
    var clock = new AtomicLong();
    Turns turns = new Turns(1, clock::get);
    Turn first = turns.share(1).turn(() -> false);
    Turn other = turns.share(1).turn(() -> false);
    assertThat(other.ask()).isTrue();
    other.begin();
    assertThat(first.ask()).isFalse();
    clock.addAndGet(10);
    other.end();
    assertThat(first.isHere()).isTrue();
    assertThat(other.ask()).isFalse();

    // The other has had more, so the first keeps its place after a call.
    first.begin();
    clock.addAndGet(1);
    first.end();
    assertThat(other.isHere()).isFalse();

    first.look(Turns.LAPSE_NANOS);
    assertThat(other.isHere()).isTrue();
  }
}
