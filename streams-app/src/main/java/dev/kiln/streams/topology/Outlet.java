package dev.kiln.streams.topology;

import dev.kiln.streams.contract.Outgoing;
import dev.kiln.streams.inflight.Entry;

/** What the requests in flight need of their task. For the stream thread alone. */
interface Outlet {

  /** Sends a record on, with the timestamp of the request. */
  void forward(Entry request, Outgoing record);

  /** Asks for a commit before the next tick. */
  void commit();

  /** The time of day, in milliseconds. */
  long nowMs();
}
