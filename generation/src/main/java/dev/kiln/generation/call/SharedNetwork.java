package dev.kiln.generation.call;

import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.Signature;
import org.jspecify.annotations.Nullable;

/**
 * One open network for several callers, so that calls side by side do not each hold the weights.
 * Who closes it while others use it does so since it is not to be trusted any more: it is not
 * handed out again, and closed for good when the last user leaves. Safe for many threads.
 */
public final class SharedNetwork implements NetworkOpener {

  private final NetworkOpener opener;
  private @Nullable Open current;

  /**
   * @param opener opens the network that is shared
   */
  public SharedNetwork(NetworkOpener opener) {
    this.opener = opener;
  }

  /** The network that is open, or a new one; close what you get once. */
  @Override
  public synchronized Network open() throws NetworkException {
    Open open = current;
    if (open == null) {
      open = new Open(opener.open());
      current = open;
    }
    open.users++;
    return new Share(this, open);
  }

  private void close(Open open) {
    boolean last;
    synchronized (this) {
      open.users--;
      last = open.users == 0;
      if (current == open) {
        current = null;
      }
    }
    if (last) {
      open.network.close();
    }
  }

  /** A network and how many use it. */
  private static final class Open {
    private final Network network;
    private int users;

    Open(Network network) {
      this.network = network;
    }
  }

  /** One user's hold on it. */
  private record Share(SharedNetwork home, Open open) implements Network {
    @Override
    public Signature signature() {
      return open.network.signature();
    }

    @Override
    public NetworkBatch newBatch(int capacity) {
      return open.network.newBatch(capacity);
    }

    @Override
    public void close() {
      home.close(open);
    }
  }
}
