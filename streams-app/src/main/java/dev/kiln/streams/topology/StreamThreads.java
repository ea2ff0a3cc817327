package dev.kiln.streams.topology;

import java.util.function.LongSupplier;

/**
 * What the stream threads of an application have of their own, and how the application tells them
 * that it ends. Safe for many threads.
 */
public final class StreamThreads {

  private final LongSupplier nanoClock;
  private final ThreadLocal<CommitPace> paces;
  private final ThreadLocal<Doorbell> bells;
  private final Ending ending = new Ending();

  public StreamThreads() {
    this(System::nanoTime);
  }

  StreamThreads(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.paces = ThreadLocal.withInitial(() -> new CommitPace(nanoClock));
    this.bells = ThreadLocal.withInitial(Doorbell::new);
  }

  /** The doorbell of the calling stream thread. */
  public Doorbell bell() {
    return bells.get();
  }

  /** Told before the application ends. */
  public Ending ending() {
    return ending;
  }

  CommitPace pace() {
    return paces.get();
  }

  LongSupplier nanoClock() {
    return nanoClock;
  }
}
