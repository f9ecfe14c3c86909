package io.wfe.samples.orders;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

import io.wfe.core.persistence.ConcurrentUpdateException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
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

	private final OrderQueries queries;

	private final String dashboard;

	PageController(OrderService orders, OrderQueries queries, @Value("${wfe.dashboard.path:/wfe}") String dashboard) {
		this.orders = orders;
		this.queries = queries;
		this.dashboard = dashboard;
	}

	@GetMapping("/")
	String page(@RequestParam(required = false) @Nullable UUID after, Model model) {
		model.addAttribute("page", this.queries.list("/", after));
		model.addAttribute("dashboard", this.dashboard);
		return "orders";
	}

	@PostMapping("/page/place")
	String place(@RequestParam(defaultValue = "book") List<String> item,
			@RequestParam(defaultValue = "59.90") BigDecimal amount) {
		this.orders.place(new NewOrder("Ada Lovelace", item, amount));
		return PAGE;
	}

	@PostMapping("/page/{id}/pay")
	String pay(@PathVariable UUID id) {
		this.orders.pay(id);
		return PAGE;
	}

	@PostMapping("/page/{id}/decide")
	String decide(@PathVariable UUID id, @RequestParam String option) {
		this.orders.decide(id, option);
		return PAGE;
	}

	@PostMapping("/page/{id}/fill-up")
	String fillUp(@PathVariable UUID id, @RequestParam String item) {
		this.orders.fillUp(id, item);
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
