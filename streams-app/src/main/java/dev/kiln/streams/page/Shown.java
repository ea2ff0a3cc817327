package dev.kiln.streams.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A sample or a failure, as the page has it. Nobody may change picture or JSON. */
final class Shown {

  private final String id;
  private final String group;
  private final ObjectNode json;
  private final byte @Nullable [] picture;

  /**
   * @param id names the record: whether it is a sample or a failure, partition and offset
   * @param group whose limit it counts against: the generator, or that it is a failure
   * @param json what the page is told; the same whenever it is told
   * @param picture a PNG file, or null where there is none
   */
  Shown(String id, String group, ObjectNode json, byte @Nullable [] picture) {
    this.id = id;
    this.group = group;
    this.json = json;
    this.picture = picture;
  }

  String id() {
    return id;
  }

  String group() {
    return group;
  }

  ObjectNode json() {
    return json;
  }

  byte @Nullable [] picture() {
    return picture;
  }

  /** What it takes in memory, nearly. */
  int size() {
    return 2000 + (picture == null ? 0 : picture.length);
  }
}
