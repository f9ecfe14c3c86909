package io.wfe.core.support;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * What serde_json reads, the JSON library of Rust hosts, without its features
 * {@code arbitrary_precision} and {@code float_roundtrip}.
 */
final class SerdeJson {

	/**
	 * How deep containers may be nested.
	 */
	static final int MAX_LEVELS = 127;

	private static final int MAX_DIGITS = 309;

	/**
	 * A number with fewer digits before the decimal point is far from the limit.
	 */
	private static final int SAFE_DIGITS = 300;

	private static final BigInteger MAX_SIGNIFICAND = BigInteger.TWO.pow(Long.SIZE).subtract(BigInteger.ONE);

	private SerdeJson() {
	}

	/**
	 * Tells whether a number can be read. {@code jsonb} writes all digits out.
	 */
	static boolean reads(BigDecimal number) {
		long digits = (long) number.precision() - number.scale();
		if (digits <= SAFE_DIGITS || number.signum() == 0) {
			return true;
		}
		return digits <= MAX_DIGITS && Double.isFinite(read(number.abs().toBigInteger().toString()));
	}

	/**
	 * Reads as many digits as fit into 64 bits, and multiplies by a power of ten for the
	 * rest. The product of two rounded numbers is infinite a little before the limit of
	 * {@code double}.
	 */
	private static double read(String digits) {
		BigInteger significand = BigInteger.ZERO;
		int read = 0;
		while (read < digits.length()) {
			BigInteger next = significand.multiply(BigInteger.TEN)
				.add(BigInteger.valueOf(Character.digit(digits.charAt(read), 10)));
			if (next.compareTo(MAX_SIGNIFICAND) > 0) {
				break;
			}
			significand = next;
			read++;
		}
		return significand.doubleValue() * Double.parseDouble("1e" + (digits.length() - read));
	}

}
