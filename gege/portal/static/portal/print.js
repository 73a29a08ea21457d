/* The button that prints, where there is script. */
const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => window.print());
