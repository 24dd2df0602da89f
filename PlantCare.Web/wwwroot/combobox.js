// While a combobox's list is open, Enter chooses from it and must not send the form, and arrows must not move the caret.
// The circuit does the choosing; what the browser would do besides has to be held back here, before the circuit can know.
export function attach(input) {
  input?.addEventListener("keydown", event => {
    const open = input.getAttribute("aria-expanded") === "true";
    const chosen = input.hasAttribute("aria-activedescendant");
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp" || (event.key === "Enter" && chosen))) {
      event.preventDefault();
    }
  });
}
