package io.wfe.samples.orders;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.wfe.core.persistence.ConcurrentUpdateException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The page, and the forms on it.
 */
@Controller
class PageController {

	private static final String PAGE = "redirect:/";

	private final OrderService orders;

	private final PaymentService payments;

	private final OrderQueries queries;

	PageController(OrderService orders, PaymentService payments, OrderQueries queries) {
		this.orders = orders;
		this.payments = payments;
		this.queries = queries;
	}

	@GetMapping("/")
	String page(@RequestParam(required = false) @Nullable Instant afterTime,
			@RequestParam(required = false) @Nullable String afterId, Model model) {
		model.addAttribute("page", this.queries.list("/", afterTime, afterId));
		return "orders";
	}

	@PostMapping("/page/place")
	String place(@RequestParam(defaultValue = "book") String item) {
		this.orders.place(new NewOrder("Ada Lovelace", List.of(item), new BigDecimal("59.90")));
		return PAGE;
	}

	@PostMapping("/page/{id}/pay")
	String pay(@PathVariable UUID id) {
		this.payments.pay(id);
		return PAGE;
	}

	@PostMapping("/page/{id}/cancel")
	String cancel(@PathVariable UUID id) {
		this.orders.cancel(id);
		return PAGE;
	}

	/**
	 * The page may be older than what its buttons meet.
	 */
	@ExceptionHandler({ OrderNotFoundException.class, OrderStateException.class, ConcurrentUpdateException.class })
	String handle(RuntimeException ex, RedirectAttributes redirect) {
		redirect.addFlashAttribute("problem", ex.getMessage());
		return PAGE;
	}

}
