package io.wfe.engine.internal.executor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The id of the pointer that follows another in the same pass. It is the same whenever
 * the pass is run again: the pointer is not stored yet while its step runs, and
 * {@code idempotencyKey()} has to stay the same after a crash.
 */
final class FollowingId {

	private static final long VERSION_MASK = 0xF000L;

	private static final long VARIANT_MASK = 0xC000000000000000L;

	private static final long VARIANT = 0x8000000000000000L;

	/** Version 8 of RFC 9562: a UUID by a rule of ours. */
	private static final long VERSION = 0x8000L;

	private static final int TIME_MASK_BITS = 16;

	private FollowingId() {
	}

	/**
	 * Returns the id that follows another. It begins with the time of the other, so that
	 * both have their place in the same part of an index.
	 */
	static String of(String id) {
		ByteBuffer digest = ByteBuffer.wrap(sha256(id));
		long high = digest.getLong();
		long low = digest.getLong();
		long time = timeOf(id, high) << TIME_MASK_BITS;
		long rest = (high & ~VERSION_MASK & 0xFFFFL) | VERSION;
		return new UUID(time | rest, (low & ~VARIANT_MASK) | VARIANT).toString();
	}

	/**
	 * The first 48 bits of a UUID that sorts by time are the time.
	 */
	private static long timeOf(String id, long otherwise) {
		try {
			return UUID.fromString(id).getMostSignificantBits() >>> TIME_MASK_BITS;
		}
		catch (IllegalArgumentException ex) {
			// An id of the application's own
			return otherwise >>> TIME_MASK_BITS;
		}
	}

	private static byte[] sha256(String id) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Each Java platform has SHA-256", ex);
		}
	}

}
