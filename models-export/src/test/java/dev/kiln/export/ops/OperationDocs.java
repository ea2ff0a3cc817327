package dev.kiln.export.ops;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What the sources of the operations' interfaces say about them. */
final class OperationDocs {
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Pattern INLINE = Pattern.compile("\\{@(?:code|link) #?([^}]*)}");

  private OperationDocs() {}

  /**
   * One interface.
   *
   * @param title its name
   * @param description its Javadoc
   * @param operations in the order of the source
   */
  record Group(String title, String description, List<Operation> operations) {}

  /**
   * One method.
   *
   * @param name its name
   * @param signature name and parameters
   * @param description its Javadoc; empty where the name says it
   */
  record Operation(String name, String signature, String description) {}

  /** All interfaces that make up Ops, itself last. */
  static List<Group> read() throws IOException {
    List<Group> groups = new ArrayList<>();
    List<Class<?>> interfaces =
        Stream.concat(Arrays.stream(Ops.class.getInterfaces()), Stream.of(Ops.class)).toList();
    for (Class<?> one : interfaces) {
      groups.add(read(one));
    }
    return groups;
  }

  private static Group read(Class<?> type) throws IOException {
    Path source = SOURCES.resolve(type.getName().replace('.', '/') + ".java");
    JavaCompiler compiler =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "this needs a JDK");
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(source));
      CompilationUnitTree unit = task.parse().iterator().next();
      DocTrees docs = DocTrees.instance(task);
      TreePath path = new TreePath(new TreePath(unit), unit.getTypeDecls().get(0));
      List<Operation> operations = new ArrayList<>();
      for (Tree member : ((ClassTree) path.getLeaf()).getMembers()) {
        if (member instanceof MethodTree method
            && !method.getModifiers().getFlags().contains(Modifier.STATIC)) {
          String name = method.getName().toString();
          String parameters =
              method.getParameters().stream()
                  .map(parameter -> parameter.getName().toString())
                  .collect(Collectors.joining(", "));
          operations.add(
              new Operation(
                  name,
                  name + "(" + parameters + ")",
                  text(docs.getDocCommentTree(new TreePath(path, member)))));
        }
      }
      String title = type == Ops.class ? "Weights and places" : type.getSimpleName();
      return new Group(
          title, type == Ops.class ? "" : text(docs.getDocCommentTree(path)), operations);
    }
  }

  private static String text(DocCommentTree comment) {
    if (comment == null) {
      return "";
    }
    String text =
        comment.getFullBody().stream().map(Object::toString).collect(Collectors.joining());
    return INLINE
        .matcher(text.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip())
        .replaceAll("`$1`")
        .replace("|", "\\|");
  }
}
