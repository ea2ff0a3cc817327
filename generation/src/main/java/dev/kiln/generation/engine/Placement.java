package dev.kiln.generation.engine;

import dev.kiln.generation.call.NetworkHealth;
import dev.kiln.generation.call.NetworkHealth.State;
import dev.kiln.generation.call.RowCap;
import dev.kiln.generation.call.SharedNetwork;
import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.profile.CallShape;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A network on one device: how it is opened and called there, and how that goes. Safe for many
 * threads.
 */
final class Placement {

  /** Where it is not open, but is on another device, it is tried again after so long. */
  static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String name;
  private final Device device;
  private final SharedNetwork opener;
  private final CallShape calls;
  private final Turns.Share share;
  private final RowCap cap;
  private final EngineOptions options;
  private final AtomicInteger stuck = new AtomicInteger();

  private volatile @Nullable Network opened;
  private volatile @Nullable String notOpen;
  private volatile long triedNanos;

  /**
   * A network that is open on a device, or cannot be opened there now.
   *
   * @param name what to call the network in messages
   * @param opener opens it there
   * @param opened it, opened by {@code opener}; null where that failed
   * @param calls how it is called there
   */
  Placement(
      String name,
      Device device,
      SharedNetwork opener,
      @Nullable Network opened,
      CallShape calls,
      EngineOptions options) {
    this.name = name;
    this.device = device;
    this.opener = opener;
    this.opened = opened;
    this.calls = calls;
    this.share = device.turns().share(calls.threads());
    this.cap = new RowCap(calls.rows(), options.callLimits());
    this.options = options;
  }

  CallShape calls() {
    return calls;
  }

  Turns.Share share() {
    return share;
  }

  RowCap cap() {
    return cap;
  }

  /** The network that was opened with the placement, for the first who asks; else null. */
  @Nullable Network takeOpened() {
    Network mine = opened;
    opened = null;
    return mine;
  }

  /** For the callers. */
  Network open() throws NetworkException {
    int lost = stuck.get();
    if (lost > options.callLimits().maxStuck()) {
      throw new NetworkException(lost + " of its calls do not end, it is not called any more");
    }
    return opener.open();
  }

  /** A caller has a network to call. */
  void opened() {
    if (notOpen != null) {
      notOpen = null;
    }
  }

  /** A caller finds no network to call, or one whose calls fail. */
  void notOpen(NetworkException e) {
    triedNanos = options.nanoClock().getAsLong();
    notOpen = String.valueOf(e.getMessage());
  }

  /** Why it is not open, or null when it is. */
  @Nullable String whyNotOpen() {
    return notOpen;
  }

  /** Whether it is not open, and not to be tried again yet. */
  boolean isDown() {
    return notOpen != null && options.nanoClock().getAsLong() - triedNanos < RETRY_NANOS;
  }

  /** A caller's thread is lost in a call. */
  void lost() {
    stuck.incrementAndGet();
  }

  /** A thread that was lost came back. */
  void cameBack() {
    stuck.decrementAndGet();
  }

  /**
   * How the network does here.
   *
   * @param where what a sentence says of the place, with a space before it; may be empty
   */
  NetworkHealth health(String where) {
    String why = notOpen;
    int lost = stuck.get();
    if (why != null) {
      return new NetworkHealth(name, State.DOWN, name + " cannot be called" + where + ": " + why);
    }
    if (lost > 0) {
      return new NetworkHealth(
          name,
          State.TROUBLED,
          "%d calls of %s do not end%s; up to %d are left alone, then it is not called any more"
              .formatted(lost, name, where, options.callLimits().maxStuck()));
    }
    if (cap.isReduced()) {
      return new NetworkHealth(
          name,
          State.TROUBLED,
          "%s ran out of memory%s and carries %d rows a call for now, of %d"
              .formatted(name, where, cap.rows(), calls.rows()));
    }
    return new NetworkHealth(name, State.WELL, "");
  }

  /** What the device is called. */
  String where() {
    return device.loader().device();
  }
}
