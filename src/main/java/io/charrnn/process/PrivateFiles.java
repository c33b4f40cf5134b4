package io.charrnn.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files and folders that only the user running the service can read, if the file system
 * supports permissions.
 */
public final class PrivateFiles {

	private static final Logger logger = LoggerFactory.getLogger(PrivateFiles.class);

	private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

	/** Bit of a folder in which users may delete their own files only, such as /tmp. */
	private static final int STICKY = 01000;

	private PrivateFiles() {
	}

	/** Makes a folder and those above it that are not there. */
	public static Path createDirectories(Path folder) throws IOException {
		// A link to a folder is one, which Files.createDirectories does not see on JDK
		// 17.
		return Files.isDirectory(folder) ? folder : Files.createDirectories(folder, attributes(folder, "rwx------"));
	}

	/** Opens a file, and makes it if the options say so. */
	public static FileChannel open(Path file, OpenOption... options) throws IOException {
		return FileChannel.open(file, Set.of(options), attributes(file, "rw-------"));
	}

	/**
	 * Takes other users' permissions for a file or folder away, if there is one. Of one
	 * that belongs to somebody else only its owner can do that, and then the log says so.
	 */
	static void restrict(Path path) throws IOException {
		if (!isPosix(path) || !Files.exists(path) || isSticky(path)) {
			return;
		}
		Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(path));
		if (permissions.retainAll(OWNER)) {
			try {
				Files.setPosixFilePermissions(path, permissions);
				logger.info("{} was open to other users and no longer is", path);
			}
			catch (IOException ex) {
				logger.warn("{} is open to other users, and only its owner, {}, can change that: {}", path,
						Files.getOwner(path), ex.getMessage());
			}
		}
	}

	private static boolean isSticky(Path path) throws IOException {
		return path.getFileSystem().supportedFileAttributeViews().contains("unix")
				&& ((Integer) Files.getAttribute(path, "unix:mode") & STICKY) != 0;
	}

	private static boolean isPosix(Path path) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

	private static FileAttribute<?>[] attributes(Path path, String permissions) {
		return isPosix(path)
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

}
