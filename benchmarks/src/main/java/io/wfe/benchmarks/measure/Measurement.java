package io.wfe.benchmarks.measure;

/**
 * A group of things that are measured together. The command line can choose it.
 *
 * @param <C> what it needs: what is measured, how much to do, and where to report
 */
public interface Measurement<C> {

	/**
	 * Returns the name, as it is given on the command line.
	 * @return a short name
	 */
	String name();

	/**
	 * Returns what is measured.
	 * @return a phrase
	 */
	String description();

	/**
	 * Measures.
	 * @param context what it needs
	 * @throws Exception if something fails
	 */
	void run(C context) throws Exception;

}
