package dev.kiln.generation.engine;

/**
 * Who uses something that may be replaced while it is used: after it is retired nobody new may, and
 * when the last one left it is closed. Safe for many threads.
 */
final class Usage {

  private final Runnable close;
  private int users;
  private boolean retired;
  private boolean closed;

  /**
   * Nobody uses it yet.
   *
   * @param close what to do once nobody does any more; called once, on a thread of its own, since
   *     the last user may be a thread that the close waits for
   */
  Usage(Runnable close) {
    this.close = close;
  }

  /** False once it is retired: then look for what came in its place. */
  synchronized boolean enter() {
    if (retired) {
      return false;
    }
    users++;
    return true;
  }

  synchronized void leave() {
    users--;
    closeIfUnused();
  }

  synchronized void retire() {
    retired = true;
    closeIfUnused();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  private void closeIfUnused() {
    if (retired && users == 0 && !closed) {
      closed = true;
      Thread closer = new Thread(close, "kiln-retired");
      closer.setDaemon(true);
      closer.start();
    }
  }

  /** Closes it at once, whoever uses it, unless that happened. */
  void closeNow() {
    synchronized (this) {
      if (closed) {
        return;
      }
      retired = true;
      closed = true;
    }
    close.run();
  }
}
