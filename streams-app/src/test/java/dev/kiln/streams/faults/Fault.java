package dev.kiln.streams.faults;

/** What can be done to a run. */
enum Fault {
  /** kill -9 of an instance with requests at the engine; it comes back at once. */
  KILL_MID_STEP,
  /** kill -9, and again while the restarted instance restores its stores. */
  KILL_RESTORING,
  /** kill -9 within a commit interval after an answer of the instance was committed. */
  KILL_AROUND_COMMIT,
  /** kill -9, and back only when the others have taken over. */
  KILL_FOR_LONG,
  /**
   * SIGSTOP past the session timeout, then SIGCONT: it wakes up and its work is somebody else's.
   */
  ZOMBIE,
  /** kill -9 of one broker of three, half of the time an instance dies meanwhile. */
  BROKER_KILL,
  SCALE_OUT,
  SCALE_IN,
  /** SIGTERM and a new start, one instance after the other. */
  ROLLING_RESTART,
  /** A request that kills the process, first of a batch. */
  POISON_FIRST,
  /** The same amid a batch, by a segmentation fault. */
  POISON_AMID,
  /** The same, last of a batch. */
  POISON_LAST,
  /** The schema registry does not answer while an instance restarts. */
  REGISTRY_DOWN,
  /** No byte left on the disk of an instance's stores, while it restarts. */
  DISK_FULL,
  /** An instance and all brokers cannot reach each other past the session timeout. */
  PARTITION,
  /** Another generator takes the place of one that is served, under the same name and version. */
  GENERATOR_REPLACED
}
