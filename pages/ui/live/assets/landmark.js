// Makes the block around it a landmark for screen readers: a Streamlit container has no role of its own.
function makeLandmark(root) {
  return {
    update(_, { role, label }) {
      const block = root.parentElement.closest('[data-testid="stHorizontalBlock"], [data-testid="stVerticalBlock"]');
      putAttribute(block, "role", role);
      putAttribute(block, "aria-label", label);
    },
    destroy() {},
  };
}
