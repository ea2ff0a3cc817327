package dev.kiln.streams.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Which faults happen in which order; a function of the seed. */
final class Schedule {

  /** How often each fault happens in a full run. */
  private static final Map<Fault, Integer> FULL = new LinkedHashMap<>();

  static {
    FULL.put(Fault.KILL_MID_STEP, 7);
    FULL.put(Fault.KILL_RESTORING, 4);
    FULL.put(Fault.KILL_AROUND_COMMIT, 5);
    FULL.put(Fault.KILL_FOR_LONG, 2);
    FULL.put(Fault.ZOMBIE, 3);
    FULL.put(Fault.BROKER_KILL, 5);
    FULL.put(Fault.SCALE_OUT, 3);
    FULL.put(Fault.SCALE_IN, 3);
    FULL.put(Fault.ROLLING_RESTART, 1);
    FULL.put(Fault.POISON_FIRST, 1);
    FULL.put(Fault.POISON_AMID, 1);
    FULL.put(Fault.POISON_LAST, 1);
    FULL.put(Fault.REGISTRY_DOWN, 2);
    FULL.put(Fault.DISK_FULL, 1);
    FULL.put(Fault.PARTITION, 2);
    FULL.put(Fault.GENERATOR_REPLACED, 2);
  }

  private Schedule() {}

  /** All faults, as often as a full run asks for, in an order drawn by the seed. */
  static List<Fault> full(long seed) {
    List<Fault> faults = new ArrayList<>();
    FULL.forEach((fault, times) -> faults.addAll(Collections.nCopies(times, fault)));
    Collections.shuffle(faults, new Random(seed));
    return faults;
  }

  /** A few that take seconds, in an order drawn by the seed. */
  static List<Fault> small(long seed) {
    List<Fault> faults =
        new ArrayList<>(
            List.of(
                Fault.KILL_MID_STEP,
                Fault.KILL_RESTORING,
                Fault.KILL_AROUND_COMMIT,
                Fault.BROKER_KILL));
    Collections.shuffle(faults, new Random(seed));
    return faults;
  }
}
