package dev.kiln.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes that are to be kept, and the name under which. Nobody may change the bytes. */
public final class Blob {

  private static final int PREFIX = 16;

  private final int index;
  private final String name;
  private final byte[] bytes;
  private final String sha256;

  /**
   * A sample that is to be kept.
   *
   * @param index which of its request's samples it is
   * @param place what tells it from all other samples, such as where its request stands
   * @param extension what its name ends with
   */
  public Blob(int index, String place, String extension, byte[] bytes) {
    this.index = index;
    this.bytes = bytes;
    this.sha256 = HexFormat.of().formatHex(digest(bytes));
    this.name = place + "-" + index + "-" + sha256.substring(0, PREFIX) + "." + extension;
  }

  public int index() {
    return index;
  }

  /**
   * Its name: the same for the same sample of the same request, so that a replay writes it again;
   * another for other bytes, so that nothing that somebody points to is ever overwritten.
   */
  public String name() {
    return name;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** The sha256 of the bytes, in hex. */
  public String sha256() {
    return sha256;
  }

  static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
