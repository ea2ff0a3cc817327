package dev.kiln.streams.hostile;

import dev.kiln.generation.engine.TestGenerators;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** All attacks in turn, each time another; the same for the same seed. */
final class Attacks {

  private final List<Attack> all = new ArrayList<>();
  private final Random chance;
  private int next;

  /**
   * @param schemaId the id of the schema of requests in Avro
   */
  Attacks(long seed, int schemaId) {
    all.addAll(HostileJson.all());
    all.addAll(new HostileAvro(schemaId).all());
    chance = new Random(seed);
  }

  /** Another value. */
  byte[] next() {
    return all.get(next++ % all.size()).maker().make(chance);
  }

  /** The generators that the attacks are made against: one of each kind. */
  static Path generators(Path models) {
    TestGenerators.write(models);
    TestGenerators.writeRows(models);
    TestGenerators.writeRestorer(models);
    return TestGenerators.writePrompted(models);
  }
}
