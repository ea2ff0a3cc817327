package dev.kiln.generation.network;

import dev.kiln.generation.message.Sentence;
import dev.kiln.generation.network.ProtoCursor.BrokenException;
import dev.kiln.generation.network.ProtoCursor.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks through the bytes of an ONNX file before ONNX Runtime sees them, for what a file from a
 * stranger must not hold: names of other files, operators of libraries that nobody allowed, tensors
 * that claim more values than there are bits, and graphs so deep in each other that loading them
 * takes for ever. Walks over the protobuf encoding and copies nothing but names.
 *
 * <p>One use, one thread. What it does not understand it leaves to ONNX Runtime to refuse.
 */
final class OnnxScan {

  /** A branch in a loop in a branch is three; loading time doubles with each. */
  private static final int MAX_DEPTH = 8;

  private static final Set<String> BUILT_IN =
      Set.of(
          "",
          "ai.onnx",
          "ai.onnx.ml",
          "ai.onnx.training",
          "ai.onnx.preview.training",
          "com.microsoft",
          "com.microsoft.nchwc",
          "com.ms.internal.nhwc",
          "org.pytorch.aten");

  private static final int EXTERNAL = 1;

  private final long bits;
  private final Set<String> used = new TreeSet<>();
  private final Set<String> defined = new HashSet<>();

  private OnnxScan(int bytes) {
    this.bits = (long) Byte.SIZE * bytes;
  }

  /**
   * Checks a file.
   *
   * @param customOperators whether libraries of custom operators are loaded
   * @throws NetworkException when it holds what it must not; one sentence
   */
  static void check(String name, byte[] bytes, boolean customOperators) throws NetworkException {
    OnnxScan scan = new OnnxScan(bytes.length);
    try {
      scan.model(ProtoCursor.over(bytes));
    } catch (BrokenException e) {
      throw new NetworkException(name + " is no ONNX network: " + e.getMessage(), e);
    } catch (RefusedException e) {
      throw new NetworkException(name + " " + e.getMessage(), e);
    }
    scan.used.removeAll(BUILT_IN);
    scan.used.removeAll(scan.defined);
    if (!customOperators && !scan.used.isEmpty()) {
      throw new NetworkException(
          name
              + " uses operators of "
              + Sentence.listed(List.copyOf(scan.used))
              + ", and no library of custom operators is allowed");
    }
  }

  private void model(ProtoCursor model) throws BrokenException, RefusedException {
    for (Field field = model.next(); field != null; field = model.next()) {
      switch (field.number()) {
        case 7 -> graph(field.message(), 1);
        case 20 -> training(field.message());
        case 25 -> function(field.message());
        default -> {}
      }
    }
  }

  private void training(ProtoCursor training) throws BrokenException, RefusedException {
    for (Field field = training.next(); field != null; field = training.next()) {
      if (field.number() == 1 || field.number() == 2) {
        graph(field.message(), 1);
      }
    }
  }

  private void graph(ProtoCursor graph, int depth) throws BrokenException, RefusedException {
    if (depth > MAX_DEPTH) {
      throw new RefusedException(
          "has graphs more than " + MAX_DEPTH + " deep in each other, which is not taken");
    }
    for (Field field = graph.next(); field != null; field = graph.next()) {
      switch (field.number()) {
        case 1 -> node(field.message(), depth);
        case 5 -> tensor(field.message());
        case 15 -> sparse(field.message());
        default -> {}
      }
    }
  }

  private void function(ProtoCursor function) throws BrokenException, RefusedException {
    for (Field field = function.next(); field != null; field = function.next()) {
      switch (field.number()) {
        case 7 -> node(field.message(), 1);
        case 10 -> defined.add(field.message().text());
        case 11 -> attribute(field.message(), 1);
        default -> {}
      }
    }
  }

  private void node(ProtoCursor node, int depth) throws BrokenException, RefusedException {
    String domain = "";
    for (Field field = node.next(); field != null; field = node.next()) {
      switch (field.number()) {
        case 4 -> {
          if (field.message().text().equals("EPContext")) {
            throw new RefusedException("has an EPContext node, which names a file of its own");
          }
        }
        case 5 -> attribute(field.message(), depth);
        case 7 -> domain = field.message().text();
        default -> {}
      }
    }
    used.add(domain);
  }

  private void attribute(ProtoCursor attribute, int depth)
      throws BrokenException, RefusedException {
    for (Field field = attribute.next(); field != null; field = attribute.next()) {
      switch (field.number()) {
        case 5, 10 -> tensor(field.message());
        case 6, 11 -> graph(field.message(), depth + 1);
        case 22, 23 -> sparse(field.message());
        default -> {}
      }
    }
  }

  private void sparse(ProtoCursor sparse) throws BrokenException, RefusedException {
    for (Field field = sparse.next(); field != null; field = sparse.next()) {
      if (field.number() == 1 || field.number() == 2) {
        tensor(field.message());
      }
    }
  }

  private void tensor(ProtoCursor tensor) throws BrokenException, RefusedException {
    double values = 1;
    String name = "";
    for (Field field = tensor.next(); field != null; field = tensor.next()) {
      switch (field.number()) {
        case 1 -> values *= product(field);
        case 8 -> name = field.message().text();
        case 13 -> throw elsewhere();
        case 14 -> {
          if (field.value() == EXTERNAL) {
            throw elsewhere();
          }
        }
        default -> {}
      }
    }
    if (!(values >= 0 && values <= bits)) {
      throw new RefusedException(
          "has a tensor "
              + Sentence.quoted(name)
              + " that claims more values than the file has bits");
    }
  }

  /** Of one dimension, or of several that are packed. */
  private static double product(Field dims) throws BrokenException {
    ProtoCursor packed = dims.content();
    if (packed == null) {
      return dims.value();
    }
    double product = 1;
    while (packed.hasMore()) {
      product *= packed.number();
    }
    return product;
  }

  private static RefusedException elsewhere() {
    return new RefusedException("keeps a tensor in another file, which is not read");
  }

  /** The file holds what it must not. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message, null, false, false);
    }
  }
}
