package dev.kiln.streams.faults;

import dev.kiln.streams.faults.Ask.Expected;
import dev.kiln.streams.faults.PoisonGeneration.Poison;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Draws the requests of a run: three generators, keys with many requests each, Avro and JSON, and
 * among them some that must fail. Valid ones are drawn from a pool, so that the verifier need not
 * make every sample anew. The same seed draws the same requests. For one thread.
 */
final class Asks {

  static final String GAN = "digits-gan";
  static final String CONSISTENCY = "digits-consistency";
  static final String DIFFUSION = "digits-ddpm";

  private static final int POOL = 1_000;
  private static final int KEYS = 200;
  private static final int LABELS = 10;
  private static final long OLD_MS = 600_000;

  private final Random random;
  private final List<Map<String, Object>> pool = new ArrayList<>();
  private int number;

  Asks(long seed) {
    random = new Random(seed);
    for (int i = 0; i < POOL; i++) {
      pool.add(valid());
    }
  }

  /** The next request of the load. */
  Ask next() {
    int dice = random.nextInt(100);
    Map<String, Object> fields = new HashMap<>(pool.get(random.nextInt(POOL)));
    String key = "key-" + random.nextInt(KEYS);
    if (dice < 2) {
      fields.put("deadlineMs", 1_000L);
      return ask(key, fields, OLD_MS, false, new Expected.Failure("EXPIRED"));
    }
    if (dice < 4) {
      fields.put("generator", "nobody");
      return ask(key, fields, 0, false, new Expected.Failure("UNKNOWN_GENERATOR"));
    }
    if (dice < 5) {
      return ask(key, oversized(), 0, false, new Expected.Failure("TOO_LARGE"));
    }
    if (dice < 7) {
      String own = "taken-back-" + number;
      return ask(own, fields, 0, true, new Expected.Either("CANCELLED"));
    }
    if (dice < 10) {
      fields.remove("seed");
    }
    return ask(key, fields, 0, false, new Expected.Samples());
  }

  /** A request under a given key that takes a while and is answered. */
  Ask plain(String key) {
    Map<String, Object> fields = valid();
    fields.put("generator", DIFFUSION);
    fields.put("steps", 4);
    return ask(key, fields, 0, false, new Expected.Samples());
  }

  /** A request that kills the process whenever it is tried, until it is given up. */
  Ask poison(String key, Poison poison) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("generator", DIFFUSION);
    fields.put("label", random.nextInt(LABELS));
    fields.put("steps", 20);
    fields.put("seed", poison.seed());
    return ask(key, fields, 0, false, new Expected.Failure("TOO_MANY_ATTEMPTS"));
  }

  private Ask ask(
      String key, Map<String, Object> fields, long ageMs, boolean tombstone, Expected expected) {
    String id = "r%06d".formatted(number);
    fields.put("requestId", id);
    fields.putIfAbsent("encoding", "raw");
    return new Ask(id, number++, key, fields, random.nextBoolean(), ageMs, tombstone, expected);
  }

  private Map<String, Object> valid() {
    Map<String, Object> fields = new HashMap<>();
    int dice = random.nextInt(100);
    if (dice < 50) {
      fields.put("generator", GAN);
    } else if (dice < 85) {
      fields.put("generator", CONSISTENCY);
      fields.put("steps", 1 + random.nextInt(2));
    } else {
      fields.put("generator", DIFFUSION);
      fields.put("steps", 4 + random.nextInt(3));
    }
    fields.put("label", random.nextInt(LABELS));
    fields.put("seed", random.nextLong() >>> 1);
    fields.put("count", random.nextInt(4) == 0 ? 2 + random.nextInt(3) : 1);
    return fields;
  }

  /** Pictures in colour, whose tensor takes more bytes than a record may have. */
  private Map<String, Object> oversized() {
    Map<String, Object> fields = new HashMap<>();
    fields.put("generator", "shapes");
    fields.put("prompt", "a big red circle");
    fields.put("steps", 1);
    fields.put("seed", random.nextLong() >>> 1);
    return fields;
  }
}
