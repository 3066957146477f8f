"""What one visitor is working on."""
