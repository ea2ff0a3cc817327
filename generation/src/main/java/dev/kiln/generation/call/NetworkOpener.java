package dev.kiln.generation.call;

import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkException;

/** Opens a network once more, from its file. */
@FunctionalInterface
public interface NetworkOpener {

  /**
   * A network of its own, which the caller closes.
   *
   * @throws NetworkException when it cannot be opened now; one sentence
   */
  Network open() throws NetworkException;
}
