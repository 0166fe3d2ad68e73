"""What the web application and the other faces cost, and whether the interface keeps to its description."""
