package dev.kiln.bench.question;

import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.streams.app.KilnConfig;
import java.util.HashMap;
import java.util.Map;

/** The settings under which the app is measured: its defaults, but for what the question needs. */
final class Kilns {

  private Kilns() {}

  static Map<String, String> settings(Setting setting) {
    Map<String, String> settings = new HashMap<>();
    settings.put(KilnConfig.MAX_IN_FLIGHT, Integer.toString(Math.max(64, setting.open())));
    if (setting.provider() == OnnxOptions.Provider.CUDA) {
      settings.put("kiln.provider", "cuda");
    }
    settings.putAll(setting.app());
    return settings;
  }
}
