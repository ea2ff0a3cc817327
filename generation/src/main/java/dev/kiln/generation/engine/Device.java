package dev.kiln.generation.engine;

import dev.kiln.generation.network.NetworkLoader;
import java.util.List;

/**
 * What networks run on.
 *
 * @param loader opens networks there
 * @param turns whose call is next there
 */
record Device(NetworkLoader loader, Turns turns) {

  /** The devices of an engine, each with turns of its own. */
  static List<Device> of(EngineOptions options) {
    return options.devices().stream().map(loader -> of(loader, options)).toList();
  }

  private static Device of(NetworkLoader loader, EngineOptions options) {
    // Where it is not measured, so many calls side by side have all cores each.
    int places = isMeasured(loader, options) ? loader.cores() : loader.cores() * options.callers();
    return new Device(loader, new Turns(places, options.nanoClock()));
  }

  /** Whether what calls cost is measured there. */
  boolean isMeasured(EngineOptions options) {
    return isMeasured(loader, options);
  }

  private static boolean isMeasured(NetworkLoader loader, EngineOptions options) {
    return options.profiles() != null && !loader.runtime().isEmpty();
  }
}
